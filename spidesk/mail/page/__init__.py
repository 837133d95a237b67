"""The windows of mail: the tab on a person's page, the Post page, and what is kept for the envelopes."""

from spidesk.mail.page.kept.editions import EditionPage
from spidesk.mail.page.kept.senders import SenderPage
from spidesk.mail.page.order.tab import MailTab, post_tab
from spidesk.mail.page.post import PostPage

__all__ = ["EditionPage", "MailTab", "PostPage", "SenderPage", "post_tab"]
