import type { LintFinding } from '../log/lint.ts';
import type { Finding } from '../model/finding.ts';
import type { MissingThing } from '../model/mentions.ts';
import { priorText } from '../model/prior.ts';
import type { Reconciliation } from './reconciliation.ts';
import { REPORT_STYLE } from './report-style.ts';
import type { ReportDocument, ReportFacts } from './volume-input.ts';

/** Pictures of a document's first boxed page, as data URLs. */
export interface Thumbnails {
  readonly before?: string;
  readonly after?: string;
}

/** What verification and lint say of the volume. */
export interface ReportVerification {
  readonly findings: readonly Finding[];
  /** Readers and checks that ran: `pdfjs`, `raw`, `ocr` ... */
  readonly readers: readonly string[];
  readonly lint: readonly LintFinding[];
}

const COLOURS: Readonly<Record<string, string>> = {
  Produced: '#2f7d5b',
  Redacted: '#c08a1e',
  'Withheld in full': '#a33c3c',
  'Not responsive': '#8a8f98',
  Unacknowledged: '#3d4457',
};

/** Text as HTML: no sign of it is markup. */
export function escapeHtml(text: string): string {
  const signs: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.toWellFormed().replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
}

/** report.html: one page without scripts or outside files that counsel opens; it never leaves. */
export function reportHtml(
  facts: ReportFacts,
  verification: ReportVerification,
  thumbnails: ReadonlyMap<string, Thumbnails>,
): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(`${facts.volume} of ${facts.matter}`)}</title>
<style>${REPORT_STYLE}</style></head><body>
${headHtml(facts, verification)}
${chartHtml(facts.reconciliation)}
${verificationHtml(verification)}
<h2>Documents</h2>
${facts.documents.map((document) => documentHtml(document, thumbnails.get(document.id))).join('\n')}
${authoritiesHtml(facts)}
${priorHtml(facts)}
${missingHtml(facts)}
${unreadableHtml(facts)}
<footer>Internal. Never leaves the agency. ${escapeHtml(`${facts.volume}, ${facts.date}, pack ${facts.pack}, run by ${facts.runBy}`)}</footer>
</body></html>
`;
}

function headHtml(facts: ReportFacts, verification: ReportVerification): string {
  const leaks = verification.findings.filter((finding) => finding.level === 'leak').length;
  const state = facts.released ? 'Released' : 'UNREVIEWED - NOT FOR SERVICE';
  const { pages, bates } = facts.reconciliation;
  const range = bates.begin === null ? 'no page is numbered' : `${bates.begin} to ${bates.end ?? ''}`;
  return `<header><p class="kicker">${escapeHtml(facts.matter)} · ${escapeHtml(facts.caption)}</p>
<h1>Volume ${escapeHtml(facts.volume)}</h1>
<p class="state ${facts.released ? 'good' : 'draft'}">${state}</p>
<dl class="facts"><div><dt>Goes out</dt><dd>${pages.produced} of ${pages.received} pages</dd></div>
<div><dt>Numbers</dt><dd>${escapeHtml(range)}</dd></div>
<div><dt>With boxes</dt><dd>${pages.redacted} pages</dd></div>
<div><dt>Verification</dt><dd class="${leaks === 0 ? 'good' : 'bad'}">${leaks === 0 ? 'no leak found' : `${leaks} leak${leaks === 1 ? '' : 's'}`}</dd></div>
<div><dt>Unread area</dt><dd>${(100 * facts.reconciliation.unread.share).toFixed(2)} % in ${facts.reconciliation.unread.zones} zones on ${facts.reconciliation.unread.by_page.length} pages</dd></div>
<div><dt>Letters</dt><dd>${facts.letters.length}</dd></div></dl></header>`;
}

/** Received pages as one bar whose parts are to scale. */
function chartHtml(reconciliation: Reconciliation): string {
  const { pages, over_production: over } = reconciliation;
  const parts: readonly (readonly [string, number])[] = [
    ['Produced', pages.produced - pages.redacted],
    ['Redacted', pages.redacted],
    ['Withheld in full', pages.withheld],
    ['Not responsive', pages.not_responsive],
    ['Unacknowledged', pages.unacknowledged],
  ];
  let x = 0;
  const scale = pages.received === 0 ? 0 : 720 / pages.received;
  const bars = parts.map(([name, count]) => {
    const width = count * scale;
    const label = width > 26 ? `<text x="${(x + width / 2).toFixed(1)}" y="31">${count}</text>` : '';
    const bar = `<rect x="${x.toFixed(1)}" y="6" width="${width.toFixed(1)}" height="40" fill="${COLOURS[name] ?? '#888'}"><title>${name}: ${count}</title></rect>${label}`;
    x += width;
    return bar;
  });
  const legend = parts.map(
    ([name, count]) => `<li><i style="background:${COLOURS[name] ?? '#888'}"></i>${name} <b>${count}</b></li>`,
  );
  const sum = `${pages.received} received = ${pages.produced} produced (${pages.redacted} with boxes) + ${pages.withheld} withheld + ${pages.not_responsive} not responsive + ${pages.unacknowledged} unacknowledged`;
  return `<section><h2>Reconciliation</h2>
<svg viewBox="0 0 720 52" role="img" aria-label="${escapeHtml(sum)}">${bars.join('')}</svg>
<ul class="legend">${legend.join('')}</ul>
<p>${escapeHtml(sum)}. Produced pages that answer no item of the request: ${(100 * over).toFixed(1)} %.</p></section>`;
}

/** Leaks first; what is said of many pages alike stands once, with its places. */
function verificationHtml({ findings, readers, lint }: ReportVerification): string {
  const by = readers.length === 0 ? '' : ` Read by ${escapeHtml(readers.join(', '))}.`;
  const rows = [
    ...grouped(findings.map((one) => ({ ...one, rule: `${one.class} ${one.name}`, where: placeOf(one) }))),
    ...grouped(lint.map((one) => ({ ...one, what: one.message, where: one.row }))),
  ];
  if (rows.length === 0) return `<section><h2>Verification</h2><p class="good">Nothing was found.${by}</p></section>`;
  const leaks = findings.filter((one) => one.level === 'leak').length;
  const sum = `${leaks} leak${leaks === 1 ? '' : 's'}, ${findings.length - leaks} risk${findings.length - leaks === 1 ? '' : 's'} (a channel exists, nothing was read in it), ${lint.length} remark${lint.length === 1 ? '' : 's'} on the logs.`;
  return `<section><h2>Verification</h2><p>${sum}${by}</p>
<table><thead><tr><th>Level</th><th>Rule</th><th>What</th><th>Where</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`;
}

function placeOf({ file, page }: Finding): string {
  const name = file.replace(/^PDF\/|\.pdf$/g, '');
  return page === null ? name : `${name} p. ${page}`;
}

interface Said {
  readonly level: string;
  readonly rule: string;
  readonly what: string;
  readonly where: string;
}

function grouped(said: readonly Said[]): readonly string[] {
  const groups = new Map<string, Said[]>();
  for (const one of said) {
    const key = [one.level, one.rule, one.what].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const order = ['leak', 'error', 'warning', 'risk'];
  return [...groups.values()]
    .toSorted((a, b) => order.indexOf(a[0]?.level ?? '') - order.indexOf(b[0]?.level ?? ''))
    .map((group) => {
      const { level = '', rule = '', what = '' } = group[0] ?? {};
      const places = [...new Set(group.map((one) => one.where))];
      const times = group.length > places.length ? ` (${group.length} times)` : '';
      return `<tr><td>${escapeHtml(level)}</td><td>${escapeHtml(rule)}</td><td>${escapeHtml(what)}</td><td>${escapeHtml(places.join(', '))}${times}</td></tr>`;
    });
}

function documentHtml(document: ReportDocument, thumbnails: Thumbnails | undefined): string {
  const range = document.begin === '' ? 'no number' : `${document.begin} to ${document.end}`;
  const tags = [...document.codes.map((code) => `<code>${escapeHtml(code)}</code>`)].join(' ');
  const pictures = [
    ['before', thumbnails?.before],
    ['after', thumbnails?.after],
  ]
    .filter(([, url]) => url?.startsWith('data:image/'))
    .map(
      ([name, url]) =>
        `<figure><img src="${escapeHtml(url ?? '')}" alt="${name}"><figcaption>${name}</figcaption></figure>`,
    )
    .join('');
  return `<article style="border-left-color:${COLOURS[document.treatment] ?? '#888'}">
<h3>${escapeHtml(document.typeText)} <small>${escapeHtml(document.date)}</small></h3>
<p class="line"><b>${escapeHtml(document.treatment)}</b> · ${escapeHtml(range)} · ${document.pages} page${document.pages === 1 ? '' : 's'} · ${escapeHtml(document.file)} ${tags}</p>
<p class="line">Grounds: ${escapeHtml(document.bases.join(', ') || 'none')}${document.undecided ? ' · <b>undecided</b>' : ''}</p>
${document.gates.map((gate) => `<p class="gate">${escapeHtml(gate)}</p>`).join('')}
${pictures === '' ? '' : `<div class="pictures">${pictures}</div>`}
<details><summary>Rule path</summary><ol>${document.path.map((step) => `<li>${escapeHtml(step)}</li>`).join('')}</ol></details>
</article>`;
}

function authoritiesHtml(facts: ReportFacts): string {
  const items = facts.authorities.map(
    (one) =>
      `<li><b>${escapeHtml(one.text)}</b>: ${one.valid ? 'counts' : 'does not count'}${one.failed.length === 0 ? '' : `<ul>${one.failed.map((why) => `<li>${escapeHtml(why)}</li>`).join('')}</ul>`}</li>`,
  );
  return `<section><h2>Authorities</h2><ul>${items.join('') || '<li>none</li>'}</ul></section>`;
}

function priorHtml({ prior }: ReportFacts): string {
  if (prior.length === 0) return '';
  const items = prior.map((one) => `<li${one.waiver ? ' class="gate"' : ''}>${escapeHtml(priorText(one))}</li>`);
  return `<section><h2>Compared with earlier productions</h2><p>Pages by source file that somebody was shown otherwise than this volume shows them.</p><ul>${items.join('')}</ul></section>`;
}

function missingHtml(facts: ReportFacts): string {
  if (facts.missing.length === 0) return '';
  const items = facts.missing.map((one) => `<li>${escapeHtml(one.document)}: ${escapeHtml(missingText(one))}</li>`);
  return `<section><h2>Mentioned, and not found in the file</h2><p>Look for these before you answer; a list of cues proves nothing.</p><ul>${items.join('')}</ul></section>`;
}

/** `photographs (p. 3, 5)`: the pages are those of the source. */
function missingText({ what, pages }: MissingThing): string {
  return `${what} (p. ${pages.map((ref) => ref.page).join(', ')})`;
}

function unreadableHtml(facts: ReportFacts): string {
  if (facts.unreadable.length === 0) return '';
  const items = facts.unreadable.map(
    (one) => `<li><b>${escapeHtml(one.file)}</b>: ${escapeHtml(one.problem)} ${escapeHtml(one.nextStep)}</li>`,
  );
  return `<section><h2>Files nobody could read</h2><ul>${items.join('')}</ul></section>`;
}
