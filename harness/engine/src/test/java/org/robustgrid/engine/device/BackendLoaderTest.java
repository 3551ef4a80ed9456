package org.robustgrid.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4jBackend;

class BackendLoaderTest {

  private static long backends(Device device) {
    ClassLoader loader = new BackendLoader(parent(device), device.backendClass());
    return ServiceLoader.load(Nd4jBackend.class, loader).stream()
        .filter(provider -> provider.type().getName().equals(device.backendClass()))
        .count();
  }

  private static ClassLoader parent(Device device) {
    return device.getClass().getClassLoader();
  }

  @Test
  void shows_the_backend_of_the_device() {
    assertThat(backends(new Cpu())).isEqualTo(1);
  }

  @Test
  void hides_every_other() {
    ClassLoader loader =
        new BackendLoader(parent(new Cpu()), CudaDiagnosis.of(new FakeMachine()).backendClass());

    assertThat(ServiceLoader.load(Nd4jBackend.class, loader).stream())
        .noneMatch(provider -> provider.type().getName().equals(new Cpu().backendClass()));
  }

  @Test
  void leaves_other_files_alone() throws Exception {
    ClassLoader loader = new BackendLoader(parent(new Cpu()), "nobody");
    String file = "org/robustgrid/engine/device/Cpu.class";

    assertThat(loader.getResources(file).hasMoreElements()).isTrue();
  }
}
