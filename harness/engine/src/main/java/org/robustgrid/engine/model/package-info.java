/**
 * Models as files: Deeplearning4j zips that load safely, and the PyTorch layout for exchange. A
 * file is never trusted: classes it names are checked against a list before any is instantiated,
 * and nothing is deserialised by Java.
 */
package org.robustgrid.engine.model;
