/** The name of the database in which a device keeps one account. */
export const databaseName = (personId: string) => `plaza-${personId}`;
