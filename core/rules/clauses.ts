/** The clauses of a message, as its marks and dashes part it. */
export const clauses = (message: string): string[] => message.normalize('NFKC').split(/[,.;!?\n–—]+|\s-+\s/);
