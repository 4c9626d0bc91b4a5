/** What has been opened, to be closed in the opposite order. */
export type Closers = {
  /** Notes how to close something, and hands it on. */
  add<Opened>(opened: Opened, close: (opened: Opened) => Promise<unknown> | unknown): Opened;
  /** Closes everything, even if one of them fails. @throws the first failure. */
  closeAll(): Promise<void>;
};

export function createClosers(): Closers {
  const closers: (() => Promise<unknown> | unknown)[] = [];
  return {
    add(opened, close) {
      closers.push(() => close(opened));
      return opened;
    },
    async closeAll() {
      const failures: unknown[] = [];
      for (const close of closers.splice(0).reverse()) {
        try {
          await close();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
