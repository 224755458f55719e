/** The only user of Netty: sockets in, sockets out. */
package org.etrngateway.net;
