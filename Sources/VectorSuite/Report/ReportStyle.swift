import StrictJSON

/// The rules of the HTML report, behind those that all reports share.
enum ReportStyle {
    static let sheet: HTML = """

        :root {
          --passed: var(--good); --failed: var(--bad); --timed-out: var(--warning);
          --partial: #3f6f8f; --unsupported: #8a8d91; --crashed: #7b3fa0;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root { --partial: #7fb4d6; --unsupported: #8d9297; --crashed: #c792ea; }
        }
        .leak { margin: 0 0 .6rem; color: var(--failed); font-weight: 600; }
        .bar { display: flex; gap: 2px; height: .55rem; border-radius: 3px; overflow: hidden; }
        .bar i { background: currentColor; min-width: 3px; flex-basis: 0; }
        main > .bar { margin: 1rem 0; height: .9rem; }
        .passed { color: var(--passed); }
        .partial { color: var(--partial); }
        .failed { color: var(--failed); }
        .unsupported { color: var(--unsupported); }
        .crashed { color: var(--crashed); }
        .timed-out { color: var(--timed-out); }
        .tiles { display: flex; flex-wrap: wrap; gap: .75rem; }
        .tile { flex: 1 1 7rem; padding: .6rem .9rem; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
        .tile b { display: block; font-size: 1.7rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .tile span { color: var(--quiet); }
        .tile.none b { color: var(--quiet); font-weight: 400; }
        .remarks { margin: 1rem 0 0; padding: 0; list-style: none; color: var(--quiet); }
        .causes { margin: 1.2rem 0; }
        .cause { margin-bottom: .2rem; background: var(--surface); border: 1px solid var(--line); border-left: 4px solid var(--failed); border-radius: 6px; }
        .cause.style, .cause.refuses-what-it-should-take { border-left-color: var(--timed-out); }
        .cause > summary { display: grid; grid-template-columns: 14rem minmax(0, 1fr) auto; gap: .7rem; align-items: baseline; padding: .2rem .8rem; cursor: pointer; list-style: none; }
        .cause > summary::-webkit-details-marker { display: none; }
        .cause em { font-style: normal; font-size: .82rem; color: var(--quiet); }
        .cause strong { font-weight: 600; color: var(--failed); font-variant-numeric: tabular-nums; }
        .findings ol { margin: 0; padding: 0; list-style: none; }
        .findings li { padding: .45rem .9rem; margin-bottom: .3rem; background: var(--surface); border: 1px solid var(--line); border-left: 4px solid var(--failed); border-radius: 6px; }
        .findings a { font-weight: 600; }
        .findings b { margin-left: .4rem; color: var(--failed); font-weight: 600; }
        .findings summary { cursor: pointer; color: var(--quiet); margin: .3rem 0; }
        .findings span { display: block; color: var(--quiet); }
        .overview { width: 100%; margin: 2rem 0; border-collapse: collapse; font-variant-numeric: tabular-nums; }
        .overview th, .overview td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: right; font-weight: 400; }
        .overview thead th { color: var(--quiet); white-space: nowrap; }
        .overview th:first-child { text-align: left; }
        .overview tbody td { font-weight: 600; }
        .overview tbody td.none { color: var(--quiet); font-weight: 400; opacity: .6; }
        .overview td.wide { width: 35%; }
        .cells { display: flex; flex-wrap: wrap; gap: .4rem; align-items: flex-start; }
        .cell { border: 1px solid var(--line); border-radius: 6px; background: var(--surface); font-size: .9rem; max-width: 100%; }
        span.cell, .cell > summary { padding: .2rem .55rem; overflow-wrap: anywhere; }
        .cell b { font-weight: 400; color: var(--quiet); font-variant-numeric: tabular-nums; }
        .cell .mark { margin-right: .35rem; font-weight: 700; }
        span.cell { color: var(--text); }
        span.cell.passed .mark { color: var(--passed); }
        span.cell.unsupported { color: var(--quiet); border-style: dashed; }
        details.cell { border-color: currentColor; }
        details.cell > summary { cursor: pointer; list-style: none; font-weight: 600; }
        details.cell > summary::-webkit-details-marker { display: none; }
        details.cell > summary b { color: inherit; margin-left: .2rem; }
        details.cell > summary em { margin-left: .45rem; font-style: normal; font-weight: 400; }
        details.cell.expected { opacity: .75; border-style: dashed; }
        details.cell[open] { flex: 1 1 100%; order: -1; }
        .body { padding: .2rem 1rem 1rem; color: var(--text); border-top: 1px solid var(--line); }
        .note { max-width: 48rem; margin: .8rem 0; }
        .note p { margin: .3rem 0; }
        .note b { color: var(--text); font-weight: 600; }
        .note .type { color: var(--quiet); font-size: .75rem; letter-spacing: .06em; }
        .links { margin: .3rem 0; padding-left: 1.1rem; }
        article { margin-top: .9rem; padding-top: .7rem; border-top: 1px solid var(--line); }
        h3 { margin: 0 0 .4rem; font-size: .92rem; font-weight: 500; }
        h3 code { color: var(--quiet); margin-right: .4rem; }
        .profile { color: var(--quiet); font-weight: 400; }
        dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem .9rem; margin: 0; }
        dt { color: var(--quiet); text-align: right; }
        dt.differs { color: var(--failed); font-weight: 600; }
        dd { margin: 0; min-width: 0; }
        .label { display: inline-block; width: 4.6rem; color: var(--quiet); }
        .remark { color: var(--quiet); font-style: italic; }
        .more { color: var(--quiet); }
        @media (max-width: 40rem) {
          .cause > summary { grid-template-columns: minmax(0, 1fr) auto; }
          .cause em { grid-column: 1 / -1; }
          .overview td.wide { display: none; }
          .overview { font-size: .75rem; }
          .overview th, .overview td { padding: .3rem .2rem; }
          .overview thead th { white-space: normal; }
          dl { grid-template-columns: minmax(0, 1fr); }
          dt { text-align: left; }
        }

        """
}
