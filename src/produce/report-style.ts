/** Style of report.html: for the screen and for paper. */
export const REPORT_STYLE = `
:root{--ink:#1c2230;--soft:#5b6270;--line:#d9dce3;--paper:#fff}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:2rem 1.5rem 4rem;font:15px/1.5 "Helvetica Neue",Arial,sans-serif;color:var(--ink);background:var(--paper)}
h1{margin:.1rem 0 .3rem;font-size:2rem}
h2{margin:2.2rem 0 .6rem;font-size:1.15rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}
h3{margin:0;font-size:1rem}
small,.kicker,figcaption,footer{color:var(--soft);font-weight:400}
.kicker{margin:0}
.state{display:inline-block;margin:.2rem 0 1rem;padding:.15rem .6rem;border-radius:.2rem;font-weight:700}
.state.draft{background:#fff2cf;color:#6b4a00}
.state.good{background:#e2f3ea;color:#1f5a3f}
.good{color:#1f6a48}
.bad{color:#a32626;font-weight:700}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.6rem;margin:0}
.facts div{border:1px solid var(--line);border-radius:.3rem;padding:.5rem .7rem}
dt{color:var(--soft);font-size:.8rem}
dd{margin:0;font-weight:600}
svg{width:100%;height:auto}
svg text{fill:#fff;font:700 14px Arial,sans-serif;text-anchor:middle}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;list-style:none;padding:0;margin:.4rem 0}
.legend i{display:inline-block;width:.8rem;height:.8rem;margin-right:.35rem;border-radius:.15rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{border-bottom:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top}
article{border:1px solid var(--line);border-left:6px solid;border-radius:.3rem;padding:.7rem 1rem;margin:.6rem 0}
.line{margin:.15rem 0;font-size:.92rem}
.gate{margin:.3rem 0;padding:.25rem .5rem;background:#fff2cf;font-size:.9rem}
code{background:#1c2230;color:#fff;border-radius:.15rem;padding:0 .3rem;font-size:.8rem}
details{margin-top:.3rem;font-size:.9rem}
summary{cursor:pointer;color:var(--soft)}
.pictures{display:flex;gap:1rem;margin:.5rem 0}
figure{margin:0}
img{max-width:14rem;border:1px solid var(--line)}
footer{margin-top:3rem;font-size:.85rem}
@media print{body{max-width:none;padding:0;font-size:10.5pt}article{break-inside:avoid}h2{break-after:avoid}.facts div,svg,code,.gate,.state{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`;
