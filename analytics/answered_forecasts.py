"""What the forecasts answer when they are asked for by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics import forecasts, item_forecasts, measures, parameters
from analytics.answers import Command, Shown
from analytics.chosen import NAMES, Chosen
from analytics.errors import NotFoundError, RequestError
from analytics.metrics.forecast.calibration import FORECASTS
from analytics.metrics.forecast.moved import CAUSES
from analytics.metrics.forecast.simulate import SEED

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.burndown import Burndown
    from analytics.metrics.forecast.calibration import Calibration
    from analytics.metrics.forecast.items import ItemForecast
    from analytics.metrics.forecast.when import Standing
    from analytics.metrics.scope import Frame
    from analytics.parameters import Parameters

MODELS = ("exact", "items")
OF_FRAME = ("frame", "unit")
OF_ITEMS = ("model", "limit", "seed")
NO_TRIALS = "Fewer than 20 past forecasts: a recalibrated level would be a guess."


def _frame(facts: Facts, given: Parameters) -> Frame:
    """Return the frame that is meant; without one the whole project."""
    if given.get("frame"):
        return parameters.frame(facts, given)
    goal = forecasts.goal_of(facts)
    if goal is None:
        raise NotFoundError("The project has no issues yet.")
    return goal


def _asked(facts: Facts, given: Parameters) -> tuple[Frame, Burndown, Standing, Chosen]:
    """Return frame, burn-down, standing and what was chosen.

    Raises:
        RequestError: Nothing can be measured of the frame.
    """
    frame = _frame(facts, given)
    burndown = measures.burndown_of(facts, frame, parameters.unit(given))
    if not burndown.is_defined:
        raise RequestError(burndown.why.get("remaining", "Nothing is known of it."))
    chosen = Chosen.from_texts({k: v for k, v in given.items() if k in NAMES})
    standing = forecasts.standing_of(burndown, facts, chosen)
    return frame, burndown, standing, chosen


def _when(facts: Facts, given: Parameters) -> Shown:
    frame, burndown, standing, chosen = _asked(facts, given)
    model = given.get("model", MODELS[0])
    if model not in MODELS:
        message = f"model is one of {', '.join(MODELS)}, not {model!r}."
        raise RequestError(message)
    about = {"frame": frame.name, "unit": burndown.unit}
    if model == "items":
        limit, seed = chosen.limit, parameters.whole(given, "seed", SEED)
        told = item_forecasts.items_of(facts, frame, burndown, limit=limit, seed=seed)
        rows = item_forecasts.held_up(facts, told)
        return _items(burndown.evidence, about, told, rows)
    calibration = forecasts.calibrations_of(burndown, facts, chosen).when
    found = forecasts.when_of(standing, chosen, calibration)
    figures = {
        **about,
        "scope": chosen.scope,
        "remaining": found.remaining,
        "blocks_of_history": len(standing.past.blocks),
        **{_name(p): day for p, day in found.days.items()},
        "beyond_horizon": found.beyond if len(found.chance) else None,
        **_held(calibration, chosen.chance),
    }
    reason = found.why.get("all", "")
    why = {
        **dict.fromkeys(figures, reason),
        **{f"p{p}": text for p, text in found.why.items() if p != "all"},
        "held": calibration.why,
    }
    rows = pd.DataFrame(
        {"day": pd.to_datetime(list(found.ends)), "chance": found.chance}
    )
    return Shown(burndown.evidence, figures, why, rows)


def _items(
    evidence: str, about: dict[str, str], told: ItemForecast, rows: pd.DataFrame
) -> Shown:
    figures = {
        **about,
        "trials": told.trials,
        "seed": told.seed,
        **{_name(p): day for p, day in told.days.items()},
    }
    why = dict.fromkeys(figures, told.why or "It lies more than five years ahead.")
    return Shown(evidence, figures, why, rows)


def _how_many(facts: Facts, given: Parameters) -> Shown:
    frame, burndown, standing, chosen = _asked(facts, given)
    calibration = forecasts.calibrations_of(burndown, facts, chosen).how_many
    found = forecasts.how_many_of(standing, chosen, calibration)
    figures = {
        "frame": frame.name,
        "unit": burndown.unit,
        "until": found.by,
        "blocks": found.blocks,
        "blocks_of_history": len(standing.past.blocks),
        **{_name(p): found.amounts.get(p) for p in chosen.percentiles},
        **_held(calibration, chosen.chance),
    }
    why = {**dict.fromkeys(figures, found.why), "held": calibration.why}
    rows = pd.DataFrame({"amount": found.sums, "chance": found.at_least})
    return Shown(burndown.evidence, figures, why, rows)


def _held(calibration: Calibration, p: float) -> dict[str, object]:
    covered = calibration.coverage[p]
    return {"held": covered.share, "of_forecasts": covered.count}


def _calibration(facts: Facts, given: Parameters) -> Shown:
    frame, burndown, _, chosen = _asked(facts, given)
    found = forecasts.calibrations_of(burndown, facts, chosen)
    figures: dict[str, object] = {"frame": frame.name, "unit": burndown.unit}
    why: dict[str, str] = {}
    for one in found:
        told = {
            "forecasts": len(one.trials),
            "apart": one.apart,
            "unresolved": one.unresolved,
            "held": one.coverage[chosen.chance].share,
            "bias": one.bias,
            "level": one.level_for(chosen.chance),
            **{f"loss_{name}": one.pinball.get(name) for name in FORECASTS},
        }
        figures |= {f"{one.question}_{name}": value for name, value in told.items()}
        why |= dict.fromkeys((f"{one.question}_{name}" for name in told), one.why)
        if not one.why:
            why[f"{one.question}_level"] = NO_TRIALS
    rows = [
        (one.question, p, c.share, c.held, c.count, c.low, c.high)
        for one in found
        for p, c in one.coverage.items()
    ]
    names = ["question", "promised", "share", "held", "forecasts", "low", "high"]
    return Shown(burndown.evidence, figures, why, pd.DataFrame(rows, columns=names))


def _bridge(facts: Facts, given: Parameters) -> Shown:
    frame, burndown, _, chosen = _asked(facts, given)
    found = forecasts.bridge_of(burndown, facts, chosen, frame=frame)
    figures = {
        "frame": frame.name,
        "unit": burndown.unit,
        "since": found.since,
        "before": found.before,
        "after": found.after,
        "days": found.days,
        **{cause: found.parts.get(cause) for cause in CAUSES},
    }
    rows = pd.DataFrame(list(found.parts.items()), columns=["cause", "days"])
    return Shown(burndown.evidence, figures, dict.fromkeys(figures, found.why), rows)


def _needed(facts: Facts, given: Parameters) -> Shown:
    frame, burndown, standing, chosen = _asked(facts, given)
    found = forecasts.needed_of(standing, chosen)
    figures = {
        "frame": frame.name,
        "unit": found.unit,
        "remaining": found.remaining,
        "until": found.by,
        "promised": found.p,
        "chance": found.chance,
        "cut": found.cut,
        "pace_percent": found.pace_percent,
        "day": found.day,
        "move_days": found.move_days,
    }
    rows = pd.DataFrame(
        [(name, figures[name]) for name in ("cut", "pace_percent", "move_days")],
        columns=["lever", "amount"],
    )
    return Shown(burndown.evidence, figures, found.why, rows)


def _name(p: float) -> str:
    return f"p{100 * p:g}"


PAST = ("scope", "first", "last", "split", "pace", "cut", "chance", "recalibrated")
COMMANDS: tuple[Command, ...] = (
    Command("forecast_when", (*OF_FRAME, *PAST, *OF_ITEMS), _when),
    Command("forecast_how_many", (*OF_FRAME, *PAST, "until"), _how_many),
    Command("calibration", (*OF_FRAME, "first", "last", "chance"), _calibration),
    Command("forecast_bridge", (*OF_FRAME, *PAST[:-1], "since"), _bridge),
    Command("what_must_be_true", (*OF_FRAME, *PAST[:-1], "until"), _needed),
)
