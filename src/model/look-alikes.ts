/**
 * Letters of other alphabets that are drawn as Latin ones (Unicode TS 39, confusables; only those that no reader
 * tells apart, in small or capital form), Latin small capitals, and digits of other scripts by their value.
 */
const DRAWN: readonly (readonly [from: string, to: string])[] = [
  ['авекмнорстухіѕјһԁԛԝӏ', 'abekmhopctyxisjhdqwl'],
  ['αβεζηικμνορτυχ', 'abezhikmnoptyx'],
  ['ɑɡᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ', 'agabcdeghijklmnoprstuvwyz'],
  ['٠١٢٣٤٥٦٧٨٩', '0123456789'],
  ['۰۱۲۳۴۵۶۷۸۹', '0123456789'],
  ['०१२३४५६७८९', '0123456789'],
];

const PLAIN: ReadonlyMap<string, string> = new Map(
  DRAWN.flatMap(([from, to]) => Array.from(from, (letter, at): [string, string] => [letter, to.charAt(at)])),
);
const LOOK_ALIKE = new RegExp(`[${[...PLAIN.keys()].join('')}]`, 'g');

/** A text in small letters with each letter that only looks Latin as the Latin one: the same length. */
export function withoutLookAlikes(text: string): string {
  return text.replace(LOOK_ALIKE, (letter) => PLAIN.get(letter) ?? letter);
}
