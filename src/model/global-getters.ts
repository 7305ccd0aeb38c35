/**
 * What `make` gives, without the getters that it hung on the global object: WebAssembly made with emscripten's
 * assertions leaves hundreds of them as warnings, and each keeps the memory of its instance alive for ever.
 */
export async function withoutGlobalGetters<T>(make: () => Promise<T>): Promise<T> {
  const before = new Set(Object.getOwnPropertyNames(globalThis));
  const made = await make();
  for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(globalThis))) {
    if (get !== undefined && !before.has(name)) Reflect.deleteProperty(globalThis, name);
  }
  return made;
}
