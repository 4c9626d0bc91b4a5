import { checkBedrock } from '../adapters/bedrock/check.ts';
import { openBedrock, standInOptions } from '../adapters/bedrock/client.ts';
import { readConfig } from '../adapters/config.ts';

/** Says in one screen whether Bedrock can be used with this configuration, and what to do if not. */
try {
  const client = openBedrock(standInOptions(process.env));
  const findings = await checkBedrock(readConfig(process.env), client);
  for (const { what, ok, says, todo } of findings) {
    console.log(`${ok ? 'ok  ' : 'FAIL'}  ${what}: ${says}`);
    if (todo !== null) console.log(`      → ${todo}`);
  }
  client.destroy();
  process.exitCode = findings.every(({ ok }) => ok) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
