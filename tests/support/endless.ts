/** A small picture, so that the checker draws the page. */
const PICTURE = 'q 90 0 0 90 9 9 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q ';

/** A PDF of one page with a pattern of more tiles than anybody could draw: whoever draws it never ends. */
export function endlessPdf(): Buffer {
  const content = `${PICTURE}${PICTURE}/Pattern cs /P scn 0 0 612 792 re f`;
  const tile = '0 0 1 1 re f';
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Pattern<</P 5 0 R>>>>>>',
    `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
    `<</Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.001/YStep 0.001/Resources<<>>/Length ${tile.length}>>\nstream\n${tile}\nendstream`,
  ];
  const body = objects.map((object, i) => `${i + 1} 0 obj\n${object}\nendobj\n`).join('');
  return Buffer.from(`%PDF-1.7\n${body}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n0\n%%EOF\n`, 'latin1');
}
