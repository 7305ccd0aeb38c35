import type { Tier } from './mark.ts';

/** What a person's own model says of a stretch of a page. Offsets are UTF-16 units of the text handed in. */
export interface Suggestion {
  readonly start: number;
  readonly end: number;
  /** A label of contract.md 4: PERSON, SSN, PHONE ... */
  readonly label: string;
  readonly tier: Tier;
  /** 0 to 1, as the model says it. */
  readonly score: number;
  /** Name of the model, for the explanation. */
  readonly model: string;
}

/** What one of the model's own labels stands for here. */
export interface ModelLabel {
  readonly label: string;
  readonly tier: 'auto' | 'review';
  /** Below this score nothing is said. */
  readonly least_score: number;
}

/** `MODEL.json` in a model's folder, checked. */
export interface ModelManifest {
  readonly name: string;
  readonly licence: string;
  /** SHA-256 in hex of every file of the folder, by path within it. */
  readonly files: Readonly<Record<string, string>>;
  /** By the model's label, without B- and I-; a label that is not named here is not used. */
  readonly labels: Readonly<Record<string, ModelLabel>>;
  readonly dtype: 'fp32' | 'fp16' | 'int8' | 'uint8' | 'q8' | 'q4' | 'q4f16' | 'bnb4';
  /** Sub-tokens that the model takes at once, with its special ones. */
  readonly max_tokens: number;
}

/** A program that labels words; handed to the stages as a value. */
export interface TokenModel {
  /** Changes when the model does. */
  readonly key: string;
  suggest(text: string): Promise<readonly Suggestion[]>;
}
