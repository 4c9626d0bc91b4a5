// What Lambda is to a function: a process of its own with its own environment, JSON in, JSON out, an error as its name.
import { pathToFileURL } from 'node:url';

const { handler } = await import(pathToFileURL(process.argv[2]).href);

process.on('message', async ({ id, event }) => {
  try {
    const value = await handler(event, { awsRequestId: id });
    process.send({ id, value: JSON.stringify(value ?? null) });
  } catch (error) {
    process.send({ id, error: { name: error.name, message: error.message } });
  }
});
process.send('ready');
