/** The database cannot be opened; `message` says why and `cure` what the operator can do. */
export class DatabaseStartError extends Error {
  override readonly name = 'DatabaseStartError';
  readonly cure: string;

  constructor(message: string, cure: string, options?: ErrorOptions) {
    super(message, options);
    this.cure = cure;
  }
}
