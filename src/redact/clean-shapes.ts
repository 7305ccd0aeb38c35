/**
 * What a clean copy may hold: for each kind of object the keys that are kept and what kind their
 * values are (ISO 32000-1). Everything else is left behind: metadata, private data, file
 * specifications, structure parents, optional content, alternates.
 */
export type Kind =
  /** Numbers, booleans and NAMES; arrays and dictionaries of them, colour spaces and functions: see GENERIC_KEYS. */
  | 'plain'
  /** Names of fonts, glyphs and CMaps, which say what they like. */
  | 'names'
  | 'font'
  | 'fonts'
  | 'descriptor'
  | 'encoding'
  | 'char-procs'
  | 'to-unicode'
  | 'file'
  | 'image'
  | 'mask'
  | 'graphics-state'
  | 'soft-mask'
  | 'state-font';

export type Shape = Readonly<Record<string, Kind>>;

function shape(plain: string, rest: Shape = {}): Shape {
  return { ...Object.fromEntries(plain.split(' ').map((key) => [key, 'plain' as const])), ...rest };
}

/** Image XObjects, table 89. */
export const IMAGE: Shape = shape(
  'Type Subtype Width Height ColorSpace BitsPerComponent Intent ImageMask Decode Interpolate SMaskInData Matte Filter DecodeParms',
  { SMask: 'image', Mask: 'mask' },
);

/** Form XObjects, table 95; Resources and Group are made anew. */
export const FORM: Shape = shape('Type Subtype FormType BBox Matrix');

/** Transparency groups, table 147. */
export const GROUP: Shape = shape('Type S CS I K');

/** Graphics state dictionaries, table 58. */
export const GRAPHICS_STATE: Shape = shape(
  'Type LW LC LJ ML D RI OP op OPM BG BG2 UCR UCR2 TR TR2 FL SM SA BM CA ca AIS TK',
  { Font: 'state-font', SMask: 'soft-mask' },
);

/** Tiling patterns, table 75; Resources are made anew. */
export const TILING: Shape = shape('Type PatternType PaintType TilingType BBox XStep YStep Matrix');

/** Shading patterns, table 76. */
export const SHADING_PATTERN: Shape = shape('Type PatternType Shading Matrix', { ExtGState: 'graphics-state' });

/** Fonts of every kind, tables 111 to 121. */
export const FONT: Shape = shape(
  'Type Subtype FirstChar LastChar Widths CIDSystemInfo DW W DW2 W2 FontBBox FontMatrix',
  {
    BaseFont: 'names',
    FontDescriptor: 'descriptor',
    Encoding: 'encoding',
    ToUnicode: 'to-unicode',
    DescendantFonts: 'fonts',
    CIDToGIDMap: 'file',
    CharProcs: 'char-procs',
  },
);

/** Font descriptors, table 122, without the lists of what a subset holds (CharSet, CIDSet). */
export const DESCRIPTOR: Shape = shape(
  'Type FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth',
  { FontName: 'names', FontFile: 'file', FontFile2: 'file', FontFile3: 'file' },
);

/** Encodings and embedded CMaps, tables 114 and 120. */
export const ENCODING: Shape = shape('Type BaseEncoding CIDSystemInfo WMode', {
  Differences: 'names',
  UseCMap: 'encoding',
});

/** Streams of fonts and CID maps: the lengths of a font file's parts. */
export const FILE: Shape = shape('Length1 Length2 Length3 Subtype Filter DecodeParms');

/** Keys kept in colour spaces, functions, shadings, decode parameters and the like. */
export const GENERIC_KEYS: ReadonlySet<string> = new Set(
  (
    'Type Filter DecodeParms Predictor Colors BitsPerComponent Columns EarlyChange K Rows BlackIs1 EncodedByteAlign EndOfLine ' +
    'EndOfBlock DamagedRowsBeforeError JBIG2Globals ColorTransform N Alternate Range WhitePoint BlackPoint Gamma Matrix ' +
    'FunctionType Domain Size BitsPerSample Order Encode Decode C0 C1 Functions Bounds ShadingType ColorSpace Background BBox ' +
    'AntiAlias Function Coords Extend BitsPerCoordinate BitsPerFlag VerticesPerRow Subtype Registry Ordering Supplement'
  ).split(' '),
);

/** Names that mean something where they are values of these keys; nobody's words. */
export const NAMES: ReadonlySet<string> = new Set(
  (
    'DeviceGray DeviceRGB DeviceCMYK CalGray CalRGB CalCMYK Lab ICCBased Indexed Separation DeviceN Pattern G RGB CMYK I ' +
    'Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference Exclusion ' +
    'Hue Saturation Color Luminosity AbsoluteColorimetric RelativeColorimetric Perceptual Identity Default ' +
    'XObject Image Form Group Transparency ExtGState Font FontDescriptor Encoding CMap Mask Alpha Shading Function ' +
    'ASCIIHexDecode ASCII85Decode LZWDecode FlateDecode RunLengthDecode CCITTFaxDecode JBIG2Decode DCTDecode JPXDecode ' +
    'AHx A85 LZW Fl RL CCF DCT Type0 Type1 MMType1 Type3 TrueType CIDFontType0 CIDFontType2 Type1C CIDFontType0C OpenType ' +
    'UltraCondensed ExtraCondensed Condensed SemiCondensed SemiExpanded Expanded ExtraExpanded UltraExpanded ' +
    'StandardEncoding WinAnsiEncoding MacRomanEncoding MacExpertEncoding PDFDocEncoding'
  ).split(' '),
);

/** Inks that every device knows, and the two that stand for all and none (8.6.6.4). */
export const INKS: ReadonlySet<string> = new Set('All None Cyan Magenta Yellow Black Red Green Blue'.split(' '));
