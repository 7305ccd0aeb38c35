import type { PaintedShape } from './painted.ts';

type Common = Omit<PaintedShape, 'box' | 'kind' | 'rectangle' | 'slanted' | 'segments' | 'line'>;

/** In which marked contents, layers, forms and annotations a walk stands. */
export class Whereabouts {
  /** Forms, patterns and glyphs that are open. */
  depth = 0;
  annotation: string | undefined;
  readonly #content: { readonly shown: boolean; readonly mcid: number | undefined }[] = [];
  readonly #layerShown: (layer: unknown) => boolean;

  constructor(layerShown: (layer: unknown) => boolean) {
    this.#layerShown = layerShown;
  }

  begin([tag, properties]: readonly unknown[] = []): void {
    const shown = tag !== 'OC' || this.#layerShown(properties);
    this.#content.push({ shown, mcid: typeof properties === 'number' ? properties : undefined });
  }

  end(): void {
    this.#content.pop();
  }

  /** What every painted thing has in common. */
  common(order: number, colour: number, alpha: number): Common {
    const mcid = this.#content.findLast((content) => content.mcid !== undefined)?.mcid;
    return {
      order,
      colour,
      alpha,
      nested: this.depth > 0 && this.annotation === undefined,
      layerOff: this.#content.some((content) => !content.shown),
      ...(this.annotation === undefined ? {} : { annotation: this.annotation }),
      ...(mcid === undefined ? {} : { mcid }),
    };
  }
}
