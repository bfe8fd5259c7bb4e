"""Links that were made: who could look at what, until when, and how to end it."""

from __future__ import annotations

import streamlit as st

from analytics.figures.theme import DASH, day
from analytics.sharing import links
from analytics.warehouse.clock import now
from analytics.web.service import open_warehouse
from pages.ui.plain import counted, plain

warehouse, at = open_warehouse(), now()
found = links.listed(warehouse)
live = [one for one in found if links.is_live(one.link, at)]

st.title("Shared links", anchor=False)
st.caption(
    "Each link shows one frozen review. A link that has ended never opens again."
)

if not found:
    st.info("No link was made yet. Share a review with the button on its page.")
else:
    st.markdown(f"{counted(len(live), 'link')} of {len(found)} can be opened now.")
for one in found:
    link = one.link
    is_live = one in live
    ended = "withdrawn" if link.revoked_at else "over"
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container():
            st.markdown(f"**{plain(link.title)}** {'' if is_live else f'({ended})'}")
            st.caption(
                f"{plain(link.project_id)}. Made {day(link.created_at)}, "
                f"ends {day(link.expires_at)}. {counted(one.views, 'view')}, last "
                f"{day(one.last_viewed_at) if one.last_viewed_at else DASH}."
            )
        st.button(
            "Withdraw",
            key=f"withdraw-{link.share_id}",
            disabled=not is_live,
            on_click=links.revoke,
            args=(warehouse, link.share_id),
            kwargs={"at": at},
        )
if len(live) > 1:
    with st.expander("Withdraw all links"):
        st.markdown("Every link of every project ends at once, and none comes back.")
        st.button(
            f"Withdraw all {len(live)}",
            key="withdraw-all",
            type="primary",
            on_click=links.revoke_all,
            args=(warehouse,),
            kwargs={"at": at},
        )
