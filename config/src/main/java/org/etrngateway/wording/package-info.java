/** What people read in notices: texts with placeholders, in the languages they come in, and files of an operator's own. */
package org.etrngateway.wording;
