"""What the buttons of Kontaktvägar do: transaction, rule, rows and audit line together, or nothing.

Other rooms get three of these from the app, over a reader: `blocked`, `check_allowed` and `post_way`.
"""

from spidesk.contact.actions.channels import (
    ChannelCard,
    ChannelEdit,
    Overview,
    confirm_all,
    open_channel,
    overview,
    remove_channel,
    reveal,
    save_channel,
)
from spidesk.contact.actions.doors import blocked, check_allowed, post_way
from spidesk.contact.actions.due import due
from spidesk.contact.actions.motringning import (
    call_back,
    close_request,
    log_request,
    open_motringning,
)
from spidesk.contact.actions.trust import (
    PostEdit,
    add_fullmakt,
    add_samtycke,
    ask_bankid,
    end_fullmakt,
    end_samtycke,
    open_bankid,
    open_fullmakt,
    open_post,
    open_samtycke,
    save_post,
)

__all__ = [
    "ChannelCard",
    "ChannelEdit",
    "Overview",
    "PostEdit",
    "add_fullmakt",
    "add_samtycke",
    "ask_bankid",
    "blocked",
    "call_back",
    "check_allowed",
    "close_request",
    "confirm_all",
    "due",
    "end_fullmakt",
    "end_samtycke",
    "log_request",
    "open_bankid",
    "open_channel",
    "open_fullmakt",
    "open_motringning",
    "open_post",
    "open_samtycke",
    "overview",
    "post_way",
    "remove_channel",
    "reveal",
    "save_channel",
    "save_post",
]
