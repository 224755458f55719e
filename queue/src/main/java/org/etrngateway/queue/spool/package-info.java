/**
 * The log that is the truth: segments, group commit, recovery.
 *
 * <pre>
 * FOLDER/lock                      who has the spool: the pid
 * FOLDER/segments/NNNN.seg         header, then records, oldest first
 * FOLDER/large/ID                  the content of a message above 256 KiB
 * FOLDER/transactions/NAME         what came of a message whose transaction has a name, by parts
 * FOLDER/index/units-N.mv.db       rows; can be deleted at any time, only attempts are forgotten
 * FOLDER/index/checkpoint          up to where the rows hold what the log says, and the counters there
 * FOLDER/index/aside-*             an index that was of no use, until the next one is
 * FOLDER/quarantine/               octets that should be records and are not, each with a note
 *
 * segment header (64)              record
 *  0 magic "ETRSPL01"     (8)       0 key of the segment  (8)
 *  8 id of the spool     (16)       8 type                (1)   1 MESSAGE  2 OUTCOME  3 UNIT
 * 24 number               (8)       9 version             (1)   4 SITE  5 SUMMARY
 * 32 key, random          (8)      10 zero                (2)
 * 40 first id not given   (8)      12 length of meta      (4)
 * 48 CRC-32C of the rest  (4)      16 length of body      (4)
 * 52 number before        (8)      20 message id          (8)
 * 60 zero                 (4)
 *                                  28 CRC-32C of header and meta (4)
 *                                  32 CRC-32C of body     (4)
 *                                  36 its own offset      (4)
 *                                  40 meta: fields of tag (1), length (varint), octets
 *                                     body: the content, if it is small
 * </pre>
 *
 * All numbers are big-endian. Each start and each 64 MiB begin a new segment; its first record is a SITE
 * record with all sites that are paused, so that no earlier one is needed. The last record of a closed
 * segment is a SUMMARY: its meta says in short what all others say, its body (8) is its own offset, by which
 * it is found from the end of the file.
 *
 * <p>Segments go in the order they came, so that what is left has no gap: the oldest is deleted behind a
 * checkpoint at which no open unit had its MESSAGE record there. An outcome lies behind the record of its
 * message, hence none is gone while a record is left that it ends. If less than half of the log is needed (and
 * 8 segments more), what the oldest holds is written anew at the end, as a MESSAGE record that says what became
 * of each recipient so far ("carried"); of several records of an id the last one counts, and only outcomes behind
 * it. A round through the log writes no more than it frees: an octet accepted is written twice at most, on average.
 *
 * <p>What a start finds, by the moment of the crash:
 *
 * <table>
 * <caption>States after a crash</caption>
 * <tr><th>crash</th><th>on the disk</th><th>start</th></tr>
 * <tr><td>while a draft is received</td><td>nothing, or a large file</td><td>deletes the file after the replay</td></tr>
 * <tr><td>between a large file and its record</td><td>a whole large file</td><td>the same: there was no 250</td></tr>
 * <tr><td>in the write of a group</td><td>some records, torn</td><td>whole ones count, the torn tail is cut off, torn ones before a whole one go to quarantine</td></tr>
 * <tr><td>between force and 250</td><td>the record</td><td>the message is held; the sender may send it again</td></tr>
 * <tr><td>between delivery and force of the outcome</td><td>no outcome</td><td>one more copy goes to the site</td></tr>
 * <tr><td>between outcome and rows</td><td>a row too many</td><td>deletes the row</td></tr>
 * <tr><td>in the creation of a segment</td><td>a file without a header</td><td>deletes it: it had no record</td></tr>
 * <tr><td>in the deletion of segments</td><td>the later ones</td><td>those that nothing needs are deleted again</td></tr>
 * <tr><td>in compaction</td><td>a message twice</td><td>the last record counts; the oldest segment is gone through again</td></tr>
 * <tr><td>in a write to the index, by a kill</td><td>rows of the checkpoint, or later ones</td><td>plays what lies behind it, compares messages and octets of each site, and makes all anew if they differ</td></tr>
 * <tr><td>the same, by a power cut</td><td>rows that may be torn, unseen</td><td>makes all anew</td></tr>
 * <tr><td>in a checkpoint</td><td>the one before it</td><td>the same, from there</td></tr>
 * <tr><td>in the making of the index</td><td>no checkpoint</td><td>makes all anew, from the summaries</td></tr>
 * <tr><td>in a start</td><td>any of these</td><td>the next start begins from the beginning</td></tr>
 * </table>
 */
package org.etrngateway.queue.spool;
