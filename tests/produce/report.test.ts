import { expect, test } from 'vitest';
import { buildVolume } from '../../src/produce/build-volume.ts';
import { escapeHtml, reportHtml } from '../../src/produce/report.ts';
import { matter, papers } from '../log/example.ts';
import { volumeInput } from './example-volume.ts';

test.each([
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  [`"a" & 'b'`, '&quot;a&quot; &amp; &#39;b&#39;'],
  ['plain', 'plain'],
])('%s is no markup', (text, html) => expect(escapeHtml(text)).toBe(html));

test('the report runs nothing, loads nothing, and shows only pictures handed in', async () => {
  const odd = { ...matter, request: { ...matter.request, caption: '<img src=x onerror=alert(1)>' } };
  const unreadable = [
    { file: 'a<b>.pdf', code: 'damaged' as const, problem: 'It is cut off.', nextStep: 'Ask for a new copy.' },
  ];
  const { report } = await buildVolume(volumeInput(papers, { matter: odd, unreadable }));
  const id = report.documents[0]?.id ?? '';
  const thumbnails = new Map([
    [id, { before: 'data:image/png;base64,AAAA', after: 'https://elsewhere.example/x.png' }],
  ]);
  const html = reportHtml(report, { findings: [], readers: ['pdfjs'], lint: [] }, thumbnails);
  expect(html).toContain('src="data:image/png;base64,AAAA"');
  expect(html).not.toMatch(/elsewhere|<script|<img src=x|a<b>/);
  expect(html).toContain("default-src 'none'");
  expect(html).toContain('It is cut off. Ask for a new copy.');
  expect(html.match(/<article/g)).toHaveLength(14);
});

test('the report says what leaks and what lint holds against the log', async () => {
  const { report } = await buildVolume(volumeInput());
  const finding = {
    file: 'PDF/x.pdf',
    class: 4,
    name: 'ocr-layer',
    level: 'leak' as const,
    page: 2,
    box: null,
    seenBy: ['pdfjs'],
    what: 'Hidden words.',
  };
  const lint = [{ rule: 'L06', level: 'error' as const, row: 'PRIV-0002', message: 'The date is missing.' }];
  const html = reportHtml(report, { findings: [finding], readers: [], lint }, new Map());
  expect(html).toContain('1 leak<');
  expect(html).toMatch(/leak.*4 ocr-layer.*Hidden words.*x p\. 2/);
  expect(html).toMatch(/L06.*The date is missing\..*PRIV-0002/);
});

test('what is said of many pages alike stands once, leaks before risks', async () => {
  const { report } = await buildVolume(volumeInput());
  const risk = { file: 'PDF/x.pdf', class: 21, name: 'gap-width', level: 'risk' as const, box: null, seenBy: [] };
  const findings = [1, 1, 2, 3].map((page) => ({ ...risk, page, what: 'A box fills a gap.' }));
  const leak = { ...risk, class: 1, name: 'overlay', level: 'leak' as const, page: 9, what: 'Words under a box.' };
  const html = reportHtml(report, { findings: [...findings, leak], readers: [], lint: [] }, new Map());
  expect(html.match(/A box fills a gap/g)).toHaveLength(1);
  expect(html).toContain('x p. 1, x p. 2, x p. 3 (4 times)');
  expect(html.indexOf('Words under a box')).toBeLessThan(html.indexOf('A box fills a gap'));
  expect(html).toContain('1 leak, 4 risks');
});
