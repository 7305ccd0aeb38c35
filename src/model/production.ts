/** A run of Bates numbers: "CHC-FS-000004" to "CHC-FS-000011". */
export interface BatesRange {
  readonly begin: string;
  readonly end: string;
}

/** A file of a volume, path relative to the volume's folder, `/` between parts. */
export interface VolumeFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A volume before it lies on disk: what goes out and what stays in. */
export interface Volume {
  readonly name: string;
  readonly outgoing: readonly VolumeFile[];
  readonly internal: readonly VolumeFile[];
}
