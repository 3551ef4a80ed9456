/** The formats that are known, and which of them a file is of. */
package org.robustgrid.models.formats;
