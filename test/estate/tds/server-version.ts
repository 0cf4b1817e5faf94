/** What the stand-in calls itself on the wire: the newest SQL Server that Skype for Business 2015 runs on, and a name that says what it is. */
export const SERVER_VERSION = { major: 12, minor: 0, build: 6024, program: 'SQL Server stand-in' } as const
