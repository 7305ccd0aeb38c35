/**
 * Words of the PDF language itself (ISO 32000-1 and -2), in the places where it puts them. A term that happens to be
 * one of them (Parent, Kids, Page, Black) would otherwise be found in every file.
 */

/** Keys of dictionaries. */
const KEYS = wordSet(
  // Document, pages, trees.
  'Type Subtype Version Extensions Pages PageLabels Names Dests ViewerPreferences PageLayout PageMode Outlines Threads',
  'OpenAction AA URI AcroForm Metadata StructTreeRoot MarkInfo Lang SpiderInfo OutputIntents PieceInfo OCProperties',
  'Perms Legal Requirements Collection NeedsRendering DSS AF DPartRoot Parent Kids Count LastModified Resources MediaBox',
  'CropBox BleedBox TrimBox ArtBox BoxColorInfo Contents Rotate Group Thumb B Dur Trans Annots StructParents',
  'StructParent ID PZ SeparationInfo Tabs TemplateInstantiated PresSteps UserUnit VP Nums Limits Marked UserProperties',
  'Suspects Size Prev Root Encrypt Info Index W XRefStm First Last Next N Extends Linearized L H O E T P',
  'Title Author Subject Keywords Creator Producer CreationDate ModDate Trapped',
  // Streams.
  'Length Filter DecodeParms F FFilter FDecodeParms DL Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine',
  'EncodedByteAlign Rows EndOfBlock BlackIs1 DamagedRowsBeforeError JBIG2Globals ColorTransform D DP BPC CS IM I H',
  // Resources, colours, functions, patterns, images, forms.
  'ProcSet Font XObject ExtGState ColorSpace Pattern Shading Properties Width Height Intent ImageMask Mask Decode',
  'Interpolate Alternates SMask SMaskInData Name OPI OC Matte FormType BBox Matrix Ref S Isolated Knockout G BC TR TR2',
  'LW LC LJ ML RI OP op OPM BG BG2 UCR UCR2 HT FL SM SA BM CA ca AIS TK WhitePoint BlackPoint Gamma Range Alternate',
  'Colorants Process Components MixingHints Solidities PrintingOrder DotGain FunctionType Domain BitsPerSample Order',
  'Encode C0 C1 Functions Bounds PatternType PaintType TilingType XStep YStep ShadingType Background AntiAlias Function',
  'Coords Extend BitsPerCoordinate BitsPerFlag VerticesPerRow',
  // Fonts.
  'BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode FontBBox FontMatrix CharProcs BaseEncoding',
  'Differences DescendantFonts CIDSystemInfo DW DW2 W2 CIDToGIDMap Registry Ordering Supplement CMapName WMode UseCMap',
  'FontName FontFamily FontStretch FontWeight Flags ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH',
  'AvgWidth MaxWidth MissingWidth FontFile FontFile2 FontFile3 CharSet Style FD CIDSet Length1 Length2 Length3 CMapType',
  // Annotations, fields, actions, outlines, structure.
  'Rect NM M AP AS Border C A Dest PA QuadPoints BS BE IC Popup RC RT IRT Subj Open State StateModel R X Y Z',
  'FT TU TM Ff V DV DA Q DS RV MK BC BG CA Fields NeedAppearances SigFlags CO DR XFA SE RoleMap ClassMap ParentTree',
  'ParentTreeNextKey IDTree Pg MCID Stm Obj ActualText Alt Scope Headers RowSpan ColSpan Summary Placement Attached',
  'OCGs Usage Event UF EF Desc Params CheckSum Dl',
);

/** Names as values, and in content streams. */
const VALUES = wordSet(
  'Catalog Page Pages Outlines Metadata XRef ObjStm Font FontDescriptor XObject ExtGState Pattern Mask Group Encoding CMap',
  'Annot Action Border StructTreeRoot StructElem MCR OBJR Image Form PS Link Text FreeText Line Square Circle Polygon',
  'PolyLine Highlight Underline Squiggly StrikeOut Stamp Caret Ink Popup FileAttachment Widget Watermark Redact XML Sig',
  'Transparency Alpha Luminosity Identity Default None All Normal Compatible Multiply Screen Overlay Darken Lighten',
  'ColorDodge ColorBurn HardLight SoftLight Difference Exclusion Hue Saturation Color True False Unknown',
  'AbsoluteColorimetric RelativeColorimetric Perceptual DeviceGray DeviceRGB DeviceCMYK CalGray CalRGB Lab ICCBased',
  'Indexed Separation DeviceN NChannel CalCMYK Cyan Magenta Yellow Black Red Green Blue White Gray Orange Violet G RGB CMYK I',
  'ASCIIHexDecode ASCII85Decode LZWDecode FlateDecode RunLengthDecode CCITTFaxDecode JBIG2Decode DCTDecode JPXDecode Crypt',
  'AHx A85 LZW Fl RL CCF DCT PDF ImageB ImageC ImageI Type0 Type1 Type1C MMType1 Type3 TrueType CIDFontType0',
  'CIDFontType0C CIDFontType2 OpenType StandardEncoding MacRomanEncoding WinAnsiEncoding MacExpertEncoding PDFDocEncoding',
  'Identity-H Identity-V Adobe-Identity-UCS Adobe-Identity-H CIDInit ProcSet CMapType CMapName CIDSystemInfo Registry Ordering Supplement WMode Fit FitH FitV FitR FitB FitBH FitBV XYZ',
  'GoTo GoToR URI Named Row Column Both Table List Layout PrintField Artifact Pagination Header Footer Background',
  // Structure types (14.8.4, and 14.8.4 of ISO 32000-2).
  'Document DocumentFragment Part Art Sect Div Aside BlockQuote Caption TOC TOCI Index NonStruct Private Title FENote Sub P H',
  'H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Em Strong Quote Note Reference BibEntry Code',
  'Ruby RB RT RP Warichu WT WP Figure Formula Annotation R C S A D',
  // Entries of inline images.
  'BitsPerComponent BPC ColorSpace CS Decode DecodeParms DP Filter F Height ImageMask IM Interpolate Intent Length Width W',
);

/** Names of characters that are words (ISO 32000-1, annex D). */
const CHARACTERS = wordSet(
  'space exclam quotedbl numbersign dollar percent ampersand quotesingle quoteright quoteleft parenleft parenright asterisk',
  'plus comma hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal greater',
  'question at bracketleft backslash bracketright asciicircum underscore grave braceleft bar braceright asciitilde bullet',
  'dagger daggerdbl ellipsis emdash endash florin fraction guilsinglleft guilsinglright minus perthousand quotedblbase',
  'quotedblleft quotedblright quotesinglbase trademark fi fl ff ffi ffl breve caron circumflex dotaccent dotlessi',
  'hungarumlaut ogonek ring tilde macron dieresis acute cedilla exclamdown cent sterling currency yen brokenbar section',
  'copyright ordfeminine guillemotleft logicalnot registered degree plusminus twosuperior threesuperior mu paragraph',
  'periodcentered onesuperior ordmasculine guillemotright onequarter onehalf threequarters questiondown multiply divide',
  'germandbls eth thorn ae oe AE OE Eth Thorn Euro nbspace softhyphen',
);

/** Keys whose names are given by people or programs. */
const FREE = wordSet('Dest D Name AS V DV T TU TM C NM State StateModel R Differences Subj Title Author Keywords');

/** Dictionaries whose keys are such names. */
const NAMING = wordSet(
  'Font XObject ExtGState ColorSpace Pattern Shading Properties Dests CharProcs ClassMap RoleMap Colorants N D R PieceInfo',
);

/** Collections of characters, as strings beside Registry and Ordering. */
const COLLECTIONS = wordSet('Adobe Identity UCS UCS2 Japan1 Japan2 GB1 CNS1 Korea1 KR');

const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/i;

/** Words that the names of the standard fonts, and of what stands in for them, are made of. */
const FONT_WORDS =
  /^(?:(?:Helvetica|Times|Courier|Arial|Symbol|ZapfDingbats|(?:TimesNewRoman|CourierNew)(?:PS)?)(?:MT)?|(?:Bold|Italic|Oblique|Roman|Regular|BoldItalic|BoldOblique)(?:MT)?)$/;

/** Bare words of CMaps (Adobe Technical Note 5014). */
export const CMAP_WORDS: ReadonlySet<string> = wordSet(
  'findresource begin dict dup def currentdict defineresource pop end usecmap begincmap endcmap begincodespacerange',
  'endcodespacerange beginbfchar endbfchar beginbfrange endbfrange begincidchar endcidchar begincidrange endcidrange',
  'beginnotdefchar endnotdefchar beginnotdefrange endnotdefrange',
);

/** Bare words that stand between objects. */
export const FRAME_WORDS: ReadonlySet<string> = wordSet(
  'xref trailer startxref n f R obj endobj stream endstream null true false',
);

/** Operators of content streams (ISO 32000-1, annex A). */
export const OPERATORS: ReadonlySet<string> = wordSet(
  'b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q re RG rg',
  'ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y \' " true false null',
);

/** Whether a key may belong to the language; those of dictionaries of names do not. */
export function isOwnKey(key: string): boolean {
  return KEYS.has(key);
}

/** Whether the keys of the dictionary under `key` are names that people or programs give. */
export function holdsNames(key: string | undefined): boolean {
  return key !== undefined && NAMING.has(key);
}

/**
 * Whether a name is a word of the language as value of `key`, or as part of it; absent: at the top of a piece of
 * syntax. `isNamed`: the key is itself a name that people give.
 */
export function isOwnName(name: string, key: string | undefined, isNamed: boolean): boolean {
  if (key === 'Differences') return CHARACTERS.has(name);
  if (isFontName(key)) return nameOfFont(name) === '';
  if (key !== undefined && !isNamed && (FREE.has(key) || !KEYS.has(key))) return false;
  return VALUES.has(name);
}

/** Whether a string as value of `key` only says what a program wrote because the language asks for it. */
export function isOwnString(text: string, key: string | undefined): boolean {
  if (key === 'Registry' || key === 'Ordering') return COLLECTIONS.has(text);
  // Identifiers of a file are digests: of sixteen bytes, some are no letters.
  if (key === 'ID') return text.length === 16 && /[^ -~]/.test(text);
  return key === 'Lang' && LANGUAGE.test(text);
}

/** What pdfjs calls the parts of structure trees by, beside the types of the language. */
const PARTS = wordSet('Root content annotation object');
const FITS = /^(?:XYZ|Fit(?:[HVR]|B[HV]?)?)$/;

/** Whether a string under `key` of what pdfjs gives is a word of the language or of pdfjs itself. */
export function isReadersWord(text: string, key: string): boolean {
  switch (key) {
    case 'role':
    case 'type':
    case 'subtype':
    case 'fieldType':
      return VALUES.has(text) || PARTS.has(text);
    case 'name':
      return FITS.test(text);
    case 'id':
      return /^(?:page)?\d+R\d*(?:_mcid\d+)?$/.test(text);
    case 'fontName':
      return isOwnName(text, 'BaseFont', false);
    case 'lang':
    case 'Language':
      return LANGUAGE.test(text);
    default:
      return false;
  }
}

/** Whether the names under `key` are those of fonts. */
export function isFontName(key: string | undefined): boolean {
  return key === 'BaseFont' || key === 'FontName';
}

/** What the name of a font says beyond the standard families and styles. */
export function nameOfFont(name: string): string {
  const parts = name.replace(/^[A-Z]{6}\+/, '').split(/[-,]/);
  return parts.filter((part) => !FONT_WORDS.test(part)).join('-');
}

function wordSet(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.join(' ').split(' '));
}
