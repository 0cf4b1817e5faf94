/** Stands before everything that is said of a rehearsal where there is no other mark: nobody may take a line of it for the real run's. */
export const REHEARSAL_MARK = 'REHEARSAL · '
