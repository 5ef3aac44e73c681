"""Browser windows that go from one visitor to the next."""

from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

SIZE: ViewportSize = {"width": 1280, "height": 720}


class Windows:
    """A new one fetches and reads all that pages share, which takes longer than a page.

    Whoever has it next finds it empty, at its first size, and without anybody's cookies.
    """

    def __init__(self, browser: Browser, context: dict[str, Any]) -> None:
        self.browser = browser
        self.context = context
        self.kinds: dict[Page, str] = {}
        self.free: dict[str, list[Page]] = {}

    def open(self, **context: Any) -> Page:
        kind = repr(sorted(context.items()))
        free = self.free.setdefault(kind, [])
        page = free.pop() if free else self.browser.new_context(**{**self.context, **context}).new_page()
        self.kinds[page] = kind
        return page

    def close(self, page: Page) -> None:
        for other in page.context.pages:
            if other is not page:
                other.close()
        page.goto("about:blank")
        page.context.clear_cookies()
        page.set_viewport_size(SIZE)
        page.emulate_media(media="null")
        self.free[self.kinds[page]].append(page)
