"""The windows of mail: the tab on a person's page, the Post page, and the page of return addresses."""

from spidesk.mail.page.post import PostPage
from spidesk.mail.page.senders import SenderPage
from spidesk.mail.page.order.tab import MailTab, post_tab

__all__ = ["MailTab", "PostPage", "SenderPage", "post_tab"]
