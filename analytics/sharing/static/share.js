/* Draws the charts of a shared page; the page is complete without it. */
(() => {
  "use strict";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const narrow = window.matchMedia("(max-width: 640px)");
  const config = { displayModeBar: false, displaylogo: false, responsive: true, showTips: false, scrollZoom: false, doubleClick: false, editable: false };

  const colours = (isDark) => ({
    "font.color": isDark ? "#E8EDF4" : "#1B2430",
    "hoverlabel.bgcolor": isDark ? "#18233A" : "#FFFFFF",
    "hoverlabel.font.color": isDark ? "#E8EDF4" : "#1B2430",
  });

  // Labels were made safe to draw on the server; cutting at a space keeps entities whole.
  const short = (label) => (label.length > 18 ? `${label.slice(0, Math.max(label.lastIndexOf(" ", 17), 4))}…` : label);

  const layoutOf = (chart) => {
    const layout = Object.assign({}, chart.layout, { autosize: true, dragmode: false });
    delete layout.width;
    if (narrow.matches) {
      layout.font = Object.assign({}, layout.font, { size: 12 });
      layout.margin = { l: 8, r: 8, t: 48, b: 40 };
      const ticks = (layout.yaxis || {}).ticktext;
      if (ticks) layout.yaxis = Object.assign({}, layout.yaxis, { ticktext: ticks.map(short), title: {} });
    }
    return layout;
  };

  const draw = (holder) => {
    const chart = JSON.parse(holder.querySelector("script").textContent);
    const place = holder.querySelector(".plot");
    place.style.height = `${chart.layout.height || 420}px`;
    holder.hidden = false;
    Plotly.newPlot(place, chart.data, layoutOf(chart), config).then(() => {
      paint(place, dark.matches);
    });
  };

  const paint = (place, isDark) => Plotly.relayout(place, colours(isDark));
  const all = (isDark) => document.querySelectorAll(".plot.js-plotly-plot").forEach((place) => paint(place, isDark));

  if (typeof Plotly === "undefined") return;
  document.querySelectorAll(".chart").forEach(draw);
  dark.addEventListener("change", () => all(dark.matches));
  window.addEventListener("beforeprint", () => all(false));
  window.addEventListener("afterprint", () => all(dark.matches));
})();
