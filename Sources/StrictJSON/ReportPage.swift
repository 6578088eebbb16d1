/// A report as one page that needs nothing else: no script, and nothing loaded from elsewhere. It is for telephones
/// and paper, in light and in dark.
package struct ReportPage {
    /// What the page is of, in the title of the window.
    private let title: String
    /// The rules of this kind of report, behind those that all share.
    private let style: HTML
    /// Everything that is seen.
    private let content: HTML

    package init(title: String, style: HTML = "", content: HTML) {
        self.title = title
        self.style = style
        self.content = content
    }

    /// The page.
    package var markup: String {
        let page: HTML = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(title)</title>
            <style>\(ReportPage.sharedStyle)\(style)</style>
            </head>
            <body>
            \(content)
            </body>
            </html>

            """
        return page.markup
    }

    private static let sharedStyle: HTML = """

        :root {
          --ground: #fbfbf9; --surface: #ffffff; --line: #dfdfd8; --text: #1d1f21; --quiet: #63666a;
          --good: #2a7448; --bad: #bb2d26; --warning: #8f5500; --mark: #ffe3a3; --mark-text: #4a2f00;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root {
            --ground: #16181a; --surface: #1f2225; --line: #34383c; --text: #e6e6e3; --quiet: #9a9ea3;
            --good: #5fbf87; --bad: #ff7b72; --warning: #e3a549; --mark: #5a4310; --mark-text: #ffe7b3;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 72rem; background: var(--ground);
          color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
        }
        code { font: 0.92em/1.5 ui-monospace, "SF Mono", Menlo, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
        a { color: inherit; }
        :focus-visible { outline: 2px solid currentColor; outline-offset: 3px; border-radius: 2px; }
        .kind { margin: 0; color: var(--quiet); }
        h1 { margin: 0 0 .25rem; font-size: 2rem; letter-spacing: -.02em; line-height: 1.2; }
        .command { margin: 0 0 1.5rem; }
        .command code { background: var(--surface); border: 1px solid var(--line); border-radius: 4px; padding: .15rem .45rem; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
        .verdict { display: inline-block; margin: 0; padding: .2rem .8rem; border-radius: 99px; font-weight: 600; color: var(--ground); }
        .verdict.yes { background: var(--good); }
        .verdict.no { background: var(--bad); }
        .headline { display: inline-block; margin: 0 0 0 .8rem; font-size: 1.1rem; }
        section { margin: 2.2rem 0; scroll-margin-top: 1rem; }
        h2 { margin: 0 0 .6rem; font-size: 1.15rem; }
        h2 small { margin-left: .5rem; color: var(--quiet); font-weight: 400; font-size: .9rem; }
        mark { background: var(--mark); color: var(--mark-text); border-radius: 2px; }
        footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; color: var(--quiet); }
        @media (max-width: 40rem) {
          body { padding: 1.5rem 1rem 3rem; }
          .headline { display: block; margin: .6rem 0 0; }
        }
        @media print {
          body { padding: 0; max-width: none; font-size: 10pt; background: none; }
          h2, h3 { break-after: avoid; }
          .verdict { border: 1px solid; background: none !important; color: inherit; }
        }

        """
}
