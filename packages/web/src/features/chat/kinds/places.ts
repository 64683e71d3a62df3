export type Place = { latitude: number; longitude: number };

const digits = 5;

/** `48.85837° N, 2.29448° E`. Five digits are a metre; more would say what nobody measured. */
export function formatPlace({ latitude, longitude }: Place): string {
  const north = `${Math.abs(latitude).toFixed(digits)}° ${latitude < 0 ? 'S' : 'N'}`;
  const east = `${Math.abs(longitude).toFixed(digits)}° ${longitude < 0 ? 'W' : 'E'}`;
  return `${north}, ${east}`;
}

/** The address that the map app of the device answers to. */
export function geoAddress({ latitude, longitude, name = '' }: Place & { name?: string }): string {
  const at = `${latitude.toFixed(digits + 1)},${longitude.toFixed(digits + 1)}`;
  const label = name === '' ? '' : `(${encodeURIComponent(name)})`;
  return `geo:${at}?q=${at}${label}`;
}
