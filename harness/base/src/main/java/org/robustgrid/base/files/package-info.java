/**
 * Files that survive a kill: written beside their place, forced to disk, moved in one step, and
 * sealed with a hash of their own content. Nothing here knows what the content means.
 */
package org.robustgrid.base.files;
