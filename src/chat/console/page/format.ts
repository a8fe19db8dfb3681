// Times and sizes as people read them.

/** `14:05` in the zone. */
export function clockTime(at: string, zone: string): string {
  return new Date(at).toLocaleTimeString('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
  });
}

/** `Saturday, 21 November` in the zone. */
export function dayName(at: string, zone: string): string {
  return new Date(at).toLocaleDateString('en-GB', {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  });
}

/** Both clocks, for tooltips. */
export function bothTimes(at: string, zone: string): string {
  const city = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
  const utc = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  return `${clockTime(at, zone)} in ${city} · ${utc} UTC`;
}

const two = (count: number): string => String(count).padStart(2, '0');

/** `4:05`, `1:04:05` or `3 d 4 h`, always of a positive span. */
export function span(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  if (days > 0) return `${days} d ${hours} h`;
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`;
}

export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024
    ? `${Math.ceil(bytes / 1024)} kB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
