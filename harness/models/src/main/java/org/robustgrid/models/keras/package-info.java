/** Keras: HDF5 files and the archives of Keras 3, translated to ONNX. */
package org.robustgrid.models.keras;
