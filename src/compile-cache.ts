// Keeps compiled code from one start to the next. Import nothing else before it: what is loaded earlier is not kept.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * The cache lies within the installation: whoever can write there can change the bot anyway, which is not so of
 * Node's default folder, shared by all users of the machine. Where it cannot be written, nothing is kept.
 */
export function cacheCompiledCode(): void {
  enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/ssirp-bot', import.meta.url)));
}
