/**
 * What is in a message, for people to look at: never to be written anywhere. What strangers sent is bounded in parts,
 * depth, octets and memory, whatever it says of itself.
 */
package org.etrngateway.mime;
