@echo off
rem Starts the dashboard with the newest Python that fits; start.py says what is wrong where none does.
cd /d "%~dp0"
for %%v in (3.13 3.12 3.11) do (
  py -%%v -c "" >nul 2>nul && (
    py -%%v start.py %*
    goto end
  )
)
where python >nul 2>nul || (
  echo Python 3.12: https://www.python.org/downloads/windows/
  goto end
)
python start.py %*
:end
pause
