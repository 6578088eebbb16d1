import StrictJSON

extension AuditPage {
    /// The rules of this page, behind those of the pages of single signatures.
    static let style: HTML = """
        .tiles { display: flex; flex-wrap: wrap; gap: .8rem; margin: 1.5rem 0; }
        .tile { flex: 1 1 7rem; padding: .6rem .9rem; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; }
        .tile b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .tile span { color: var(--quiet); }
        .tile.good b { color: var(--good); }
        .tile.warning b { color: var(--warning); }
        .tile.bad b { color: var(--bad); }
        table { width: 100%; border-collapse: collapse; }
        th { text-align: left; font-weight: 600; color: var(--quiet); border-bottom: 1px solid var(--line); padding: .3rem .6rem .3rem 0; }
        td { vertical-align: top; border-bottom: 1px solid var(--line); padding: .35rem .6rem .35rem 0; overflow-wrap: anywhere; }
        td.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
        dl + table { margin-top: .8rem; }
        main dt, main dd { padding-top: 0; }
        .card.critical { margin: .8rem 0; }
        .card.critical dl { margin-top: .6rem; gap: .2rem .9rem; }
        .critical dd code { display: inline; padding: 0; background: none; border: 0; }
        .chart { margin: .6rem 0; }
        .chart svg, .exposure svg { display: block; width: 100%; }
        svg.time { height: 11rem; margin-top: .5rem; border-bottom: 1px solid var(--quiet); }
        svg.share { height: 1.1rem; margin-top: .5rem; border-radius: 4px; }
        svg.bar { height: .8rem; border-radius: 3px; }
        svg .valid { fill: var(--good); }
        svg .invalid { fill: var(--bad); }
        svg .leaking { fill: var(--warning); }
        svg .track { fill: var(--line); }
        .key::before { content: ""; display: inline-block; width: .7em; height: .7em; margin-right: .35em; border-radius: 2px; }
        .key.valid::before { background: var(--good); }
        .key.invalid::before { background: var(--bad); }
        .key.leaking::before { background: var(--warning); }
        .key { white-space: nowrap; }
        .axis { display: flex; justify-content: space-between; gap: 1rem; color: var(--quiet); font-size: .9em; }
        .exposure { display: grid; grid-template-columns: minmax(0, 17rem) minmax(0, 1fr) minmax(0, 15rem); gap: .8rem; align-items: center; margin: .4rem 0; }
        details.sample { margin: .5rem 0; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; }
        details.sample summary { padding: .45rem .8rem; cursor: pointer; overflow-wrap: anywhere; }
        details.sample .body { padding: 0 .8rem .6rem; border-top: 1px solid var(--line); }
        details.sample .body section { margin: 1rem 0; }
        .body .card { background: var(--ground); }
        .body .stages code { background: var(--ground); }
        .body h2 { font-size: 1rem; }
        .body .stages h3 { font-size: .95rem; }
        .cause { margin: 1.4rem 0; }
        #observations ul { padding-left: 1.2rem; overflow-wrap: anywhere; }
        @media (max-width: 40rem) {
          thead { display: none; }
          table, tbody, tr, td { display: block; }
          tr { padding: .4rem 0; border-bottom: 1px solid var(--line); }
          td { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: .6rem; border: 0; padding: .1rem 0; }
          td::before { content: attr(data-name); color: var(--quiet); }
          td:empty { display: none; }
          .tile { flex-basis: 6rem; }
          .exposure { grid-template-columns: minmax(0, 1fr); gap: .15rem; margin: .8rem 0; }
          main dl { grid-template-columns: 6.5rem minmax(0, 1fr); gap: .2rem .6rem; }
        }
        @media print {
          details.sample { break-inside: auto; border: 0; }
          details.sample::details-content { content-visibility: visible; block-size: auto; }
          svg, .key::before, .tile { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          tr, .card, .exposure, .chart { break-inside: avoid; }
        }

        """
}
