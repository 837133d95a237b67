"""The Qt binding keeps count: PySide6 6.12.0 on Python 3.11 used up None, True and False and ended the process."""

import sys

from PySide6.QtWidgets import QCheckBox


def test_calls_into_qt_do_not_use_up_none_true_or_false(qtbot):
    box = QCheckBox()
    qtbot.addWidget(box)
    before = [sys.getrefcount(one) for one in (None, True, False)]
    for _ in range(300):
        box.update()
        box.isVisible()
        box.setEnabled(False)
        box.isEnabled()
        box.parent()
    after = [sys.getrefcount(one) for one in (None, True, False)]
    assert all(later > earlier - 100 for earlier, later in zip(before, after, strict=True))
