/**
 * Dialogues in files, run against the pure core and against a real server.
 *
 * <pre>
 * # a comment
 * listener: smtp | trigger         header lines; {@link org.etrngateway.transcript.World} knows their names
 *                                  an empty line ends the header
 * C: text                          the client sends text and CRLF, as a segment of its own
 * C+ text                          the same, in the segment of the line before
 * S: text                          the server sends this line; * stands for anything
 * S! closed                        the server closes the connection
 * T: acme [domain ...]             a trigger reached the engine
 * M: from=&lt;a&gt; to=&lt;b&gt;,&lt;c&gt; ...      a message was accepted, with this envelope
 * M| text                          and this line of content
 * </pre>
 *
 * <p>Escapes in text of client and content: {@code \r \n \0 \t \\ \xHH}, <code>\{n*text}</code> for text n
 * times, and {@code \c} at the end for no line end.
 */
package org.etrngateway.transcript;
