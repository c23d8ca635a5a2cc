"""数据报送 (in the making)."""
