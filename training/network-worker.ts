/** Trains one network beside the others: called by fit.ts with a NetworkJob, answers with a TrainedNetwork. */
import { parentPort, workerData } from 'node:worker_threads';
import type { NetworkJob } from './fit.ts';
import { trainNetwork } from './network-training.ts';

const { rows, labels, size, initial, options } = workerData as NetworkJob;
parentPort?.postMessage(trainNetwork(rows, labels, size, initial, options));
