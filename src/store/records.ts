import { z } from 'zod';
import type { Destruction, Disclosure } from '../model/records.ts';
import { appendChain, type Chain, type Link, readChain } from './chain.ts';
import type { Workspace } from './workspace.ts';

/** A disclosure as recorded: with the state of the decisions on which it went out. */
export interface RecordedDisclosure extends Disclosure {
  /** Instant of the record, ISO. */
  readonly at: string;
  readonly decisions: { readonly count: number; readonly head: string };
}

const link = { seq: z.number().int().positive(), previous: z.string(), hash: z.string() };
const text = z.string();

const disclosures = (workspace: Workspace): Chain<RecordedDisclosure> => ({
  path: workspace.path('disclosures.jsonl'),
  what: 'record of disclosures',
  schema: z.strictObject({
    ...link,
    at: text,
    volume: text,
    date: text,
    recipient: text,
    address: text,
    description: text,
    purpose: text,
    authorities: z.array(text),
    decidedBy: text,
    bates: text,
    accounted: z.boolean(),
    why: text,
    decisions: z.strictObject({ count: z.number().int(), head: text }),
  }),
});

const destructions = (workspace: Workspace): Chain<Destruction> => ({
  path: workspace.path('destructions.jsonl'),
  what: 'record of destructions',
  schema: z.strictObject({
    ...link,
    certificate: text,
    state: z.enum(['begun', 'done']),
    at: text,
    by: text,
    witness: text.exactOptional(),
    items: z.array(z.strictObject({ item: text, files: z.number().int(), bytes: z.number().int() })),
    method: text,
    holdCheck: text,
    schedule: text,
    volumes: z.array(z.strictObject({ name: text, manifest: text })),
  }),
});

/** The disclosures of a matter, oldest first; WorkspaceError where the chain is broken. */
export function readDisclosures(workspace: Workspace): readonly (RecordedDisclosure & Link)[] {
  return readChain(disclosures(workspace));
}

export function appendDisclosure(workspace: Workspace, entry: RecordedDisclosure): void {
  appendChain(disclosures(workspace), [entry]);
}

/** The destructions of a matter, oldest first; WorkspaceError where the chain is broken. */
export function readDestructions(workspace: Workspace): readonly (Destruction & Link)[] {
  return readChain(destructions(workspace));
}

export function appendDestruction(workspace: Workspace, entry: Destruction): void {
  appendChain(destructions(workspace), [entry]);
}
