/**
 * Whether an expression can only match a text that holds a digit, as far as its source shows; false where it is not sure.
 * Texts without one need not be searched with it.
 */
export function needsDigit(source: string): boolean {
  return new Reader(source).alternatives();
}

/** Reads a source once from left to right; each step says whether what it read needs a digit. */
class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Up to the end of the group: every alternative must need one. */
  alternatives(): boolean {
    let all = true;
    let own = false;
    while (this.#at < this.#source.length && this.#source[this.#at] !== ')') {
      if (this.#source[this.#at] === '|') {
        this.#at++;
        all &&= own;
        own = false;
      } else if (this.#element()) own = true;
    }
    return all && own;
  }

  #element(): boolean {
    const needs = this.#atom();
    const many = /^(?:[*?]|\{0(?:,\d*)?\}|\{0\})\??/.exec(this.#source.slice(this.#at, this.#at + 12));
    if (many !== null) {
      this.#at += many[0].length;
      return false;
    }
    const some = /^(?:\+|\{\d+(?:,\d*)?\})\??/.exec(this.#source.slice(this.#at, this.#at + 12));
    if (some !== null) this.#at += some[0].length;
    return needs;
  }

  #atom(): boolean {
    const char = this.#source[this.#at++];
    if (char === '\\') {
      const kind = this.#source[this.#at++];
      if ((kind === 'p' || kind === 'P') && this.#source[this.#at] === '{')
        this.#at = this.#source.indexOf('}', this.#at) + 1;
      return kind === 'd';
    }
    if (char === '[') return this.#set();
    if (char === '(') return this.#group();
    return char !== undefined && char >= '0' && char <= '9';
  }

  /** A class of nothing but digits. */
  #set(): boolean {
    const from = this.#at;
    while (this.#at < this.#source.length && this.#source[this.#at] !== ']')
      this.#at += this.#source[this.#at] === '\\' ? 2 : 1;
    const inside = this.#source.slice(from, this.#at++);
    return /^(?:\\d|\d(?:-\d)?)+$/.test(inside);
  }

  #group(): boolean {
    const head = /^\?(?:[:=!]|<[=!]|<[A-Za-z]\w*>)/.exec(this.#source.slice(this.#at, this.#at + 24))?.[0] ?? '';
    this.#at += head.length;
    const needs = this.alternatives();
    this.#at++;
    return needs && head !== '?!' && head !== '?<!';
  }
}
