#pragma once
/* How many descriptors this process has open, with the one that the count itself takes: for tests
 * that compare two counts. Ends the test where it cannot be asked. */
long open_files(void);
