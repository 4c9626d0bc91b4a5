export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2024', parser: { syntax: 'typescript' }, experimental: { keepImportAttributes: true } },
        module: { type: 'es6' },
      },
    ],
  },
  // A guard against what hangs, on the slowest machine: speed is for the benchmarks.
  testTimeout: 300_000,
  maxWorkers: 3,
  coverageProvider: 'v8',
  coverageDirectory: 'coverage',
  coverageReporters: ['text-summary', 'lcov'],
  collectCoverageFrom: [
    '{core,tools,adapters,functions,runtime,sandbox,lib}/**/*.ts',
    '!runtime/start.ts',
    '!sandbox/start.ts',
  ],
  coverageThreshold: { global: { lines: 85, branches: 85 } },
};
