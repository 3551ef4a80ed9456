package org.robustgrid.run.executor;

import java.util.ServiceLoader;

/** The format of model files. */
public final class ModelFormats {

  private static final ModelFormat ONLY =
      ServiceLoader.load(ModelFormat.class, ModelFormats.class.getClassLoader())
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("there is no format of model files"));

  private ModelFormats() {}

  /** The format of a file. */
  public static ModelFormat get() {
    return ONLY;
  }
}
