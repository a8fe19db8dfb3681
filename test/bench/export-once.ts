// Writes one export of the first incident to a file in a process of its own, so that its memory is its own; or what it
// is compared with, every row of the timeline as JSON. Prints milliseconds, and how far memory grew beyond the loaded process.
//   node export-once.ts md|html|json|csv|plain <database> <output>
import Database from 'better-sqlite3';
import { closeSync, openSync, writeSync } from 'node:fs';
import { allIncidents } from '#db/incidents.ts';
import { openStore } from '#db/open.ts';
import { exportFormats } from '#machines/incident-types.ts';
import { exportIncident } from '#src/export/export.ts';
import { systemClock } from '#src/shared/clock.ts';
import { readRecord } from '#src/usecases/read-record.ts';

const chunkLength = 64 * 1024;

const [what, database = '', output = ''] = process.argv.slice(2);
const format = exportFormats.find((name) => name === what);
using store = openStore(`file:${database}`, { readOnly: true });
const [row] = allIncidents(store.db);
if (row === undefined) throw new Error('there is no incident to export');
const file = openSync(output, 'w');
const loadedBytes = process.memoryUsage.rss();
const startedAt = performance.now();
const chunks =
  format === undefined
    ? plain(database, row.id)
    : exportIncident(format, {
        ...readRecord(store.db, row),
        exportedAt: systemClock.now(),
        zones: [],
      }).chunks;
for (const chunk of chunks) writeSync(file, chunk);
const ms = performance.now() - startedAt;
closeSync(file);
const grownMB = (process.resourceUsage().maxRSS * 1024 - loadedBytes) / 1e6;
process.stdout.write(JSON.stringify({ ms, grownMB }));

function* plain(path: string, incidentId: string): Generator<string> {
  const sqlite = new Database(path, { readonly: true });
  const rows = sqlite.prepare('select * from timeline where incident_id = ? order by seq');
  let chunk = '';
  for (const entry of rows.iterate(incidentId)) {
    chunk += `${JSON.stringify(entry)}\n`;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
  sqlite.close();
}
